"""Documentation that is built offline, from the pages of docs/ and from the code: reference, ODD, TRACE, and a FAQ of real messages."""
