"""What the JSON API's answers are made of in every app; imported when the API is first asked."""
