"""One file per way of signing, and what they have in common."""
