"""The main job: every seed lives in every world, side by side."""
