"""What is put on the terminal, by every room."""
