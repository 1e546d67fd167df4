"""A gateway that can be killed: HTTP on one address, 200 to whoever asks, and patience with whoever does not."""

import socket
import sys
import threading

REPLY = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nok\n"


def serve(connection):
    with connection:
        try:
            if connection.recv(4096):
                connection.sendall(REPLY)
                connection.shutdown(socket.SHUT_WR)
                # gdnsd hangs up after the status line; a reset would reach it before it has read.
                connection.recv(4096)
        except OSError:
            pass


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((sys.argv[1], int(sys.argv[2])))
    listener.listen(128)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


main()
