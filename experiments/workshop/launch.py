"""`learncity workshop`: make the city ready, serve the page, open the browser."""

import os
import socket
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Callable

import uvicorn

from experiments.execution.compile_rules import compile_rules, use_rules
from experiments.inputs import scenario
from experiments.inputs.comparison import resolve
from experiments.inputs.scenario import city_place
from experiments.workshop.connections import PatientHTTP, PatientSocket, new_code
from experiments.workshop.plan import PlanInputs
from experiments.workshop.recording import StateRecording, twins
from experiments.workshop.server import LARGEST, make_app
from experiments.workshop.shared_state import SharedState
from sim import facts
from sim.city import City, check_whole
from sim.declare import Mistake
from sim.text_files import place_of

PORT = 8765
MOST_HELPERS = 4
"""Helper processes at most: each holds some 300 MB."""
LIMITS = {"residents": (100, 200_000), "seeds": (1, 50), "burn_in": (1, 600), "port": (0, 65_535)}


def serve(arguments: Namespace, say: Callable[[str], None] = print) -> None:
    """Serve a workshop until Ctrl-C."""
    brought = own_files(arguments.scenario)
    setting = PlanInputs(
        arguments.residents, arguments.burn_in, arguments.seeds, arguments.city, cities_of(arguments.city), arguments.budget, *brought
    )
    check(arguments)
    warm(say)
    listening = listen(arguments.host or "127.0.0.1", arguments.port)
    port = listening.getsockname()[1]
    room = SharedState(setting, place_of(arguments.folder, "folder"), new_code() if arguments.host else None, helpers())
    hosts = names_of(arguments.host, port)
    config = config_of(room, hosts, compressed=bool(arguments.host))
    room.address = phones_address(arguments.host, port)
    here = arguments.host if arguments.host not in (None, "", "0.0.0.0") else "127.0.0.1"
    address = f"http://{here}:{port}/" + (f"#code={room.code}" if room.code else "")
    tell_where(address, hosts if arguments.host else frozenset(), room.code, say)
    if arguments.browser:
        threading.Timer(0.8, webbrowser.open, (address,)).start()
    uvicorn.Server(config).run(sockets=[listening])


def own_files(name: str | None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Extensions and month of a scenario that whoever serves the room trusts: its cards get sliders, its behaviours act in the room."""
    if name is None:
        return (), ()
    chosen = scenario.load(name)
    resolve(chosen, {"residents": 1, "burn_in": 1, "seeds": 1, "first_seed": 1})
    return chosen.extensions, tuple(chosen.month.items())


def config_of(room: SharedState, hosts: frozenset[str], compressed: bool = False) -> uvicorn.Config:
    """How the room is served: with limits of size, time and number for every connection."""
    return uvicorn.Config(
        make_app(room, hosts), log_level="warning", http=PatientHTTP, ws=PatientSocket, ws_max_size=LARGEST, ws_max_queue=16,
        ws_per_message_deflate=compressed, server_header=False, timeout_graceful_shutdown=2,
    )  # fmt: skip


def helpers() -> int:
    """Processes beside the one that answers: one fewer than cores, one at least, four at most."""
    return max(1, min(MOST_HELPERS, (os.cpu_count() or 2) - 1))


def check(arguments: Namespace) -> None:
    """Mistake for a setting that cannot be meant."""
    for name, (low, high) in LIMITS.items():
        check_whole(name, getattr(arguments, name), low, high)
    if arguments.budget is not None and not 0 < arguments.budget <= 1e9:
        raise Mistake(f"budget = {arguments.budget:g} is outside 0..1e+09 (EUR/year)")


def cities_of(city: str) -> tuple[str, ...]:
    """The cities the room can choose from: the embedded ones, and the folder it was started with."""
    city_place(city)
    return tuple(dict.fromkeys((city, *facts.cities())))


def warm(say: Callable[[str], None]) -> None:
    """Compile the rules before the audience arrives."""
    compile_rules(say)
    city = City("helsinki", 300, 1)
    use_rules(city)
    recording = StateRecording(city, 2)
    for month in range(3):
        recording.keep(city, month)
    twins(recording, recording)
    recording.counts({"district": 0})


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; the next free port when the usual one is taken."""
    for wanted in (port, 0) if port == PORT else (port,):
        try:
            return socket.create_server((host, wanted))
        except OSError as error:
            said = error.strerror or str(error)
    raise Mistake(f"workshop: cannot listen on {host}:{port}: {said}")


def names_of(host: str | None, port: int) -> frozenset[str]:
    """The Hosts it answers to: this machine, and with ``--host`` the addresses the room types in."""
    names = ["127.0.0.1", "localhost"]
    if host:
        names += [host, *own_addresses()] if host in ("0.0.0.0", "") else [host]
    return frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())


def phones_address(host: str | None, port: int) -> str | None:
    """The address that phones type in or read off the wall; None where none can come."""
    if not host:
        return None
    name = host if host not in ("0.0.0.0", "") else own_addresses()[-1]
    return f"http://{name}:{port}/"


def own_addresses() -> list[str]:
    """This machine's name and addresses in its networks."""
    name = socket.gethostname()
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(name, None, socket.AF_INET)]
    except OSError:
        found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it tells which address the network would see
            found.append(probe.getsockname()[0])
        except OSError:
            pass
    return [name, *dict.fromkeys(found)]


def tell_where(address: str, others: frozenset[str], code: str | None, say: Callable[[str], None]) -> None:
    """Where the page is."""
    say(f"The workshop is at {address} (Ctrl-C ends it)")
    for name in sorted(others):
        if not name.startswith(("127.", "localhost", "0.0.0.0")):
            say(f"Phones: http://{name}/ with the join code {code}")
