"""One calendar day of one pass, counted naively: hour by hour, seat by seat, in the order in which things happened."""


class Account:
    """Seats of each hour, one by one: who sits on which, and which stay paid though nobody sits there.

    Numbers say in which order bookings came; `turn`, after which of them one changed.
    """

    def __init__(self):
        self.rows, self.places = {}, {}

    def come(self, number, start, end, places):
        self.rows[number] = {"hours": range(start, end), "places": places, "kept": None, "left": None}
        self.places[number] = places

    def change(self, number, act, turn, keeps):
        row = self.rows[number]
        if act == "leave":
            del self.rows[number]
        elif act == "keep":
            row |= {"kept": min(keeps, row["places"]), "left": turn}
        else:
            row |= {"kept": None, "left": None}

    def days(self):
        return max((self._seats_paid(hour) for hour in range(24)), default=0)

    def most_at_once(self):
        live = [row for row in self.rows.values() if row["left"] is None]
        return max(sum(row["places"] for row in live if hour in row["hours"]) for hour in range(24))

    def _seats_paid(self, hour):
        paid, free, sits = 0, [], {}
        there = {number: row for number, row in self.rows.items() if hour in row["hours"]}
        for moment in range(max(self.rows, default=0) + 1):
            if moment in there:
                count = there[moment]["places"] if there[moment]["left"] is None else there[moment]["kept"]
                sits[moment] = [free.pop() if free else (moment, seat) for seat in range(count)]
                paid += sum(seat[0] == moment for seat in sits[moment])
            for number, row in there.items():
                if row["left"] == moment:
                    free.extend(sits[number])
        return paid
