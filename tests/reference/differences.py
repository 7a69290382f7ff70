"""Where the core does otherwise than the rules say. True: the reference does as the core does, so that
the days go on behind it. Whoever mends one in the core takes its line away here, and its `if`s.
"""

ASKED_IS_LOST_WITH_THE_ENGINE = True
"Who asked to be called back, and did not hang up yet when the engine died, is lost."
ENGINE_ENDS_THE_PAUSE = True
"Who was not reached is tried again right after the engine's death, whatever the setup says."
AWAY_CALLS_IN = True
"An employee who asked to be called back, and hung up, is taken to be in that call still."
HELD_LOSES_THE_PLACE = True
"Who was to be called back, and calls again, loses the place if that call was held or came earlier."
PLACE_IS_FORGOTTEN = True
"Who rang again in time, and heard the menu for more than ten minutes, may have lost the place."
TOO_LATE_STAYS = True
"Whose longest wait passed while it rang, and who hung up then to be called back, is let go."
NOT_PROMOTED_WHILE_RUNG = True
"Who is put on the list while they are being called back is no VIP when they are not reached."
