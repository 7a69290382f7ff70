"""«Bedriftens oppsett»: the main numbers at a glance, and undoing a save."""
