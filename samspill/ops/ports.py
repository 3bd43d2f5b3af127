"""The port that the web is served on."""

import contextlib
import errno
import socket

from samspill.ops.errors import OperatorError


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Errors: OperatorError, with what to do about it."""
    if not 0 < port < 65536:
        raise OperatorError(f"{port} is not a port; choose one between 1 and 65535.")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise OperatorError(f"{host} is no address of this machine; give another with --host.") from error
    door = socket.socket(family, kind, protocol)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(where)
        door.listen(1024)
    except OSError as error:
        door.close()
        raise OperatorError(_sentence(error, host, port)) from error
    return door


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = free_port_after(host, port)
        return (
            f"Port {port} on {host} is taken by another program; "
            f"stop that one, or start Samspill on another port with --port {other}."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is reserved for root; choose one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; give another with --host."
    return f"Samspill cannot listen on {host} port {port}: {error.strerror}."


def free_port_after(host: str, port: int) -> int:
    """The next port that nobody listens on, to suggest."""
    for candidate in range(port + 1, min(port + 50, 65535)):
        with contextlib.suppress(OSError), socket.create_server((host, candidate)):
            return candidate
    return port + 1
