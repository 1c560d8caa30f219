"""What has been played, shown as a film of what one side could see of it."""
