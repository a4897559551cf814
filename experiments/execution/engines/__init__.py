"""Where jobs run: this machine, Dask, Slurm; the results are the same, bit for bit. ``execution/pool.py`` picks one."""
