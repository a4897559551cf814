"""Where results lie: folders, manifests, the store of a sweep's runs and its index."""
