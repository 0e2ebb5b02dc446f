"""The figures of the boards, counted in the database; every one of them opens its list."""
