"""The gateways that every server with health checks probes: two small HTTP servers that always say 200."""

import socket
import threading

REPLY = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nok\n"
READ_WITHIN = 3.0


class Gateways:
    """One port on several addresses. Their threads live as long as the contest, on the generator's CPU."""

    def __init__(self, addresses):
        self.sockets = []
        port = 0
        for address in addresses:
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
            listener.listen(64)
            port = listener.getsockname()[1]
            self.sockets.append(listener)
            threading.Thread(target=self.accept, args=(listener,), daemon=True).start()
        self.port = port

    def accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.settimeout(READ_WITHIN)
                    if connection.recv(4096):
                        connection.sendall(REPLY)
                        connection.shutdown(socket.SHUT_WR)
                        # gdnsd hangs up after the status line; a reset would reach it before it has read.
                        connection.recv(4096)
                except OSError:
                    pass

    def close(self):
        for listener in self.sockets:
            listener.close()
