"""What the page shows and how it behaves; `app` serves it."""
