"""Army orders in the window: a directive for a formation, and the staff's drafts for it."""
