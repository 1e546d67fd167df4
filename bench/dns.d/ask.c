/*
 * An open-loop client: queries leave at fixed times, whether or not answers come, and each latency is counted from the
 * time at which its query was due, so that a server which stalls is charged for all the queries that it kept waiting.
 *
 *   ask ADDRESS PORT QUERIES RATE SECONDS
 *
 * QUERIES is a file of DNS messages, each after its length in two octets, as `dnsperf -B` reads it. Prints one JSON
 * object: counts, rcodes, and latencies in microseconds, each percentile the upper edge of its bucket (3 % wide).
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
#include <time.h>

#define BATCH 32
#define SIZE 4096
#define MAX_QUERIES 200000
#define IDS 65536
/* How long stragglers are waited for after the last query. */
#define GRACE_NS 500000000L
#define BUFFER (4 * 1024 * 1024)
/* Buckets: 32 for each power of two of nanoseconds. */
#define PARTS 32
#define BUCKETS (64 * PARTS)

static uint8_t *queries[MAX_QUERIES];
static uint16_t lengths[MAX_QUERIES];
static int64_t due[IDS];
static uint8_t open_[IDS];
static uint64_t histogram[BUCKETS];
static uint64_t rcodes[16];
static uint64_t sent, refused, received, stray;
static int64_t least = INT64_MAX, most;

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static int bucket(int64_t ns) {
    int power = 63 - __builtin_clzll((uint64_t)(ns < 1 ? 1 : ns));
    int part = power < 5 ? 0 : (int)((ns >> (power - 5)) & (PARTS - 1));
    return power * PARTS + part;
}

static double upper_us(int index) {
    int power = index / PARTS, part = index % PARTS;
    return (double)(1ULL << power) * (1.0 + (part + 1.0) / PARTS) / 1000.0;
}

static double percentile(double share) {
    uint64_t wanted = (uint64_t)(share * (double)received), seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += histogram[i];
        if (seen > wanted) {
            return upper_us(i);
        }
    }
    return (double)most / 1000.0;
}

static int load(const char *path) {
    FILE *file = fopen(path, "rb");
    int count = 0, high, low;
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while (count < MAX_QUERIES && (high = fgetc(file)) != EOF && (low = fgetc(file)) != EOF) {
        uint16_t length = (uint16_t)(high << 8 | low);
        queries[count] = malloc(length);
        if (length < 12 || queries[count] == NULL || fread(queries[count], 1, length, file) != length) {
            fprintf(stderr, "%s: query %d is cut off\n", path, count);
            exit(2);
        }
        lengths[count++] = length;
    }
    fclose(file);
    return count;
}

static void take(int udp) {
    static uint8_t answers[BATCH][SIZE];
    static struct iovec parts[BATCH];
    static struct mmsghdr messages[BATCH];
    int count;
    for (int i = 0; i < BATCH; i++) {
        parts[i] = (struct iovec){answers[i], SIZE};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
    }
    do {
        count = recvmmsg(udp, messages, BATCH, MSG_DONTWAIT, NULL);
        int64_t at = count > 0 ? now_ns() : 0;
        for (int i = 0; i < count; i++) {
            uint16_t id = (uint16_t)(answers[i][0] << 8 | answers[i][1]);
            if (messages[i].msg_len < 12 || (answers[i][2] & 0x80) == 0 || !open_[id]) {
                stray++;
                continue;
            }
            int64_t took = at - due[id];
            open_[id] = 0;
            received++;
            rcodes[answers[i][3] & 15]++;
            histogram[bucket(took)]++;
            least = took < least ? took : least;
            most = took > most ? took : most;
        }
    } while (count == BATCH);
}

static void send_due(int udp, uint64_t until, int64_t start, double rate, int loaded) {
    static struct iovec parts[BATCH];
    static struct mmsghdr messages[BATCH];
    while (sent < until) {
        int count = 0;
        for (; count < BATCH && sent + (uint64_t)count < until; count++) {
            uint64_t number = sent + (uint64_t)count;
            uint16_t id = (uint16_t)number;
            int which = (int)(number % (uint64_t)loaded);
            queries[which][0] = (uint8_t)(id >> 8);
            queries[which][1] = (uint8_t)id;
            due[id] = start + (int64_t)((double)number * 1e9 / rate);
            open_[id] = 1;
            parts[count] = (struct iovec){queries[which], lengths[which]};
            messages[count].msg_hdr = (struct msghdr){.msg_iov = &parts[count], .msg_iovlen = 1};
            /* A query that is in the batch already must not get a second id. */
            if (loaded < BATCH && which == loaded - 1) {
                count++;
                break;
            }
        }
        int taken = sendmmsg(udp, messages, (unsigned)count, 0);
        if (taken < 0 && errno != EINTR && errno != EAGAIN && errno != ECONNREFUSED) {
            perror("sendmmsg");
            exit(1);
        }
        refused += taken < 0;
        sent += (uint64_t)(taken > 0 ? taken : 0);
        take(udp);
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in to = {.sin_family = AF_INET};
    int size = BUFFER, loaded, udp = socket(AF_INET, SOCK_DGRAM, 0);
    if (argc != 6 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1) {
        fprintf(stderr, "usage: ask ADDRESS PORT QUERIES RATE SECONDS\n");
        return 2;
    }
    to.sin_port = htons((uint16_t)atoi(argv[2]));
    loaded = load(argv[3]);
    double rate = atof(argv[4]), seconds = atof(argv[5]);
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (loaded == 0 || rate <= 0 || connect(udp, (struct sockaddr *)&to, sizeof to) != 0) {
        fprintf(stderr, "ask: nothing to send, or nowhere\n");
        return 2;
    }
    int64_t start = now_ns(), end = start + (int64_t)(seconds * 1e9), now;
    uint64_t all = (uint64_t)(rate * seconds);
    while ((now = now_ns()) < end + GRACE_NS && (sent < all || received < sent)) {
        double elapsed = (double)(now - start) / 1e9;
        uint64_t until = (uint64_t)(elapsed * rate);
        send_due(udp, until < all ? until : all, start, rate, loaded);
        take(udp);
    }
    printf("{\"sent\": %lu, \"received\": %lu, \"lost\": %lu, \"stray\": %lu, \"refused\": %lu, \"rcodes\": {", sent, received,
           sent - received, stray, refused);
    for (int i = 0, first = 1; i < 16; i++) {
        if (rcodes[i] > 0) {
            printf("%s\"%d\": %lu", first ? "" : ", ", i, rcodes[i]);
            first = 0;
        }
    }
    printf("}");
    if (received > 0) {
        printf(", \"microseconds\": {\"min\": %.1f, \"p50\": %.1f, \"p90\": %.1f, \"p99\": %.1f, \"p99.9\": %.1f, \"max\": %.1f}",
               (double)least / 1000, percentile(0.5), percentile(0.9), percentile(0.99), percentile(0.999), (double)most / 1000);
    }
    printf("}\n");
    return 0;
}
