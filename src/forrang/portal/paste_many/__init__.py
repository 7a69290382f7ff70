"""«Lim inn mange»: many numbers on a VIP list at once, seen line by line before they are saved."""
