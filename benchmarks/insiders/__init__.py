"""Insider drills on the real portal and a real PostgreSQL: people with every right to be there, going too far."""
