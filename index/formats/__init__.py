"""Files of other formats than text -> plain text with its headings and pages; one module for each library."""
