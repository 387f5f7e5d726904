public import SimCore

extension SimClock: LoadClock {}
