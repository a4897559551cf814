"""Processes and progress: the only room that makes processes. Engines take any job; the results do not depend on which."""
