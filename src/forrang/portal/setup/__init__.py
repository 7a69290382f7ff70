"""«Bedriftens oppsett»: the main numbers at a glance."""
