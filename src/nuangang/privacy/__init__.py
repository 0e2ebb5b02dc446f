"""What the law asks of a school that keeps children's data (domain.md §4)."""
