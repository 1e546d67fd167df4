/*
 * The limit: what any UDP name server on this kernel has to pay. It takes up to 64 queries with one recvmmsg, answers
 * each with the same two addresses and sends them with one sendmmsg. Of the query it reads the length of the name and
 * copies id, RD and question; it looks nothing up, counts nothing, and knows of EDNS only that an OPT record has to come
 * back. It is no name server: a query that it does not understand is dropped.
 *
 *   limit ADDRESS PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* As many as the daemon's FFM engine takes at most; more brought nothing on loopback. */
#define BATCH 64
/* The largest query that is worth an answer, and the largest answer: DNS flag day 2020. */
#define SIZE 1232
#define HEADER 12
/* What gdnsd may ask for at most; the default of 208 KiB holds some 270 queries only. */
#define RECEIVE_BUFFER (1024 * 1024)

static const uint8_t ANSWER[] = {
    0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 127, 0, 21, 1,
    0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 127, 0, 21, 2,
};
static const uint8_t OPT[] = {0, 0, 41, 1232 >> 8, 1232 & 0xff, 0, 0, 0, 0, 0, 0};

/* The length of the answer, 0 for none. */
static size_t answer(const uint8_t *query, size_t length, uint8_t *out) {
    size_t at = HEADER;
    int opt;
    if (length < HEADER + 5 || (query[2] & 0x80) != 0 || query[4] != 0 || query[5] != 1) {
        return 0;
    }
    while (at < length && query[at] != 0) {
        at += query[at] + 1u;
    }
    at += 5;
    if (at > length || at > HEADER + 255 + 4) {
        return 0;
    }
    opt = query[11] != 0;
    memcpy(out, query, at);
    out[2] = 0x84 | (query[2] & 0x01);
    out[3] = 0;
    memset(out + 6, 0, 6);
    out[7] = 2;
    memcpy(out + at, ANSWER, sizeof ANSWER);
    at += sizeof ANSWER;
    if (opt) {
        out[11] = 1;
        memcpy(out + at, OPT, sizeof OPT);
        at += sizeof OPT;
    }
    return at;
}

int main(int argc, char **argv) {
    static uint8_t queries[BATCH][SIZE], answers[BATCH][SIZE];
    static struct sockaddr_in clients[BATCH];
    static struct iovec in[BATCH], out[BATCH];
    static struct mmsghdr received[BATCH], sent[BATCH];
    struct sockaddr_in at = {.sin_family = AF_INET};
    int buffer = RECEIVE_BUFFER, on = 1, udp = socket(AF_INET, SOCK_DGRAM, 0);
    if (argc != 3 || inet_pton(AF_INET, argv[1], &at.sin_addr) != 1) {
        fprintf(stderr, "usage: limit ADDRESS PORT\n");
        return 2;
    }
    at.sin_port = htons((uint16_t)atoi(argv[2]));
    setsockopt(udp, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    if (bind(udp, (struct sockaddr *)&at, sizeof at) != 0) {
        perror("bind");
        return 1;
    }
    for (int i = 0; i < BATCH; i++) {
        in[i] = (struct iovec){queries[i], SIZE};
        received[i].msg_hdr = (struct msghdr){.msg_name = &clients[i], .msg_iov = &in[i], .msg_iovlen = 1};
    }
    for (;;) {
        int count, ready = 0;
        for (int i = 0; i < BATCH; i++) {
            received[i].msg_hdr.msg_namelen = sizeof clients[i];
        }
        count = recvmmsg(udp, received, BATCH, MSG_WAITFORONE, NULL);
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            perror("recvmmsg");
            return 1;
        }
        for (int i = 0; i < count; i++) {
            size_t length = answer(queries[i], received[i].msg_len, answers[ready]);
            if (length > 0) {
                out[ready] = (struct iovec){answers[ready], length};
                sent[ready].msg_hdr =
                    (struct msghdr){.msg_name = &clients[i], .msg_namelen = sizeof clients[i], .msg_iov = &out[ready], .msg_iovlen = 1};
                ready++;
            }
        }
        for (int done = 0; done < ready;) {
            int now = sendmmsg(udp, sent + done, (unsigned)(ready - done), 0);
            /* What the kernel does not take is lost, as everywhere over UDP. */
            done += now > 0 ? now : 1;
        }
    }
}
