"""What the servers are asked: files of queries, the same for every server but for the cookies that each gave us."""

import random

import peers
import wire

# So many queries a file: enough that no server sees the same bytes twice in a row in the mix, few enough to load fast.
QUERIES = 10_000
ABSENT = 1_000

LOADS = {
    "options": f"A of {peers.SERVICE} with EDNS, a client cookie without a server's part, and a client subnet of 24 bits",
    "edns": f"A of {peers.SERVICE} with EDNS and no option",
    "plain": f"A of {peers.SERVICE} without EDNS",
    "mix": "half A and an eighth AAAA of the service, an eighth other addresses, an eighth names that do not exist, an eighth"
    " SOA, NS and TXT of the zone; of each a quarter without EDNS, with EDNS, with a client cookie, and with a whole cookie",
}


def options_of(which, cookie):
    return {
        "plain": None,
        "edns": [],
        "client": [(wire.COOKIE, wire.CLIENT_COOKIE)],
        "cookie": [(wire.COOKIE, cookie)],
        "options": [(wire.COOKIE, wire.CLIENT_COOKIE), (wire.SUBNET, wire.CLIENT_SUBNET)],
    }[which]


def mixed(rng, cookie):
    questions = [(peers.SERVICE, "A")] * 4 + [(peers.SERVICE, "AAAA"), None, None, None]
    question = questions[rng.randrange(len(questions))]
    if question is None:
        choice = rng.randrange(3)
        if choice == 0:
            question = (rng.choice(sorted(peers.STATIC)), "A")
        elif choice == 1:
            question = (f"x{rng.randrange(ABSENT)}.{peers.ORIGIN}", "A")
        else:
            question = (peers.ORIGIN, rng.choice(["SOA", "NS", "TXT"]))
    return wire.query(*question, options_of(rng.choice(["plain", "edns", "client", "cookie"]), cookie))


def queries(load, seed, cookie=wire.CLIENT_COOKIE):
    rng = random.Random(seed)
    if load == "mix":
        return [mixed(rng, cookie) for _ in range(QUERIES)]
    return [wire.query(peers.SERVICE, "A", options_of(load, cookie))] * QUERIES


def of_names(names, seed):
    """Each name of the large zone as often as the others, in an order that no cache of the CPU can guess."""
    order = list(range(peers.hosts(names))) * max(1, QUERIES // names)
    random.Random(seed).shuffle(order)
    return [wire.query(f"h{i}.{peers.ORIGIN}", "A", []) for i in order]


def right(load, rcodes):
    """Whether the response codes are those that the load has to get."""
    return set(rcodes) <= ({"NOERROR", "NXDOMAIN"} if load == "mix" else {"NOERROR"})
