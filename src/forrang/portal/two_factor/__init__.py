"""«To-trinns innlogging»: turning one's own second step on and off."""
