"""Evaluation: question sets with gold, retrieval and answers measured against them."""
