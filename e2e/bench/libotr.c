/*
 * The reference library in the benchmark: two users of libotr in one process, nothing of ours between them.
 *
 * Takes the text to send as its argument and requests of the form "NAME COUNT" on its input; answers each with
 * one line of JSON that holds COUNT samples: milliseconds a unit of work, bytes, or megabytes. The names and
 * the batches are those of measures.ts.
 */
#include <libotr/proto.h>
#include <libotr/context.h>
#include <libotr/instag.h>
#include <libotr/privkey.h>
#include <libotr/message.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NETWORK "prpl-jabber"
#define SECRET ((const unsigned char *)"the blue umbrella")
#define SECRET_LENGTH 17
#define WAITING 64

enum { AKE_BATCH = 4, ONE_WAY_BATCH = 2000, PING_PONG_BATCH = 8, SESSIONS = 1000 };

typedef struct Party {
    OtrlUserState us;
    const char *account;
    /* The peer's address; changes when there are many. */
    char buddy[32];
    struct Party *other;
    /* What was put on the network for this party and nobody has taken. */
    char *inbox[WAITING];
    int waiting;
    int secured;
    int compared;
} Party;

static const char *text;

static void fail(const char *what) {
    fprintf(stderr, "libotr: %s\n", what);
    exit(1);
}

/* Processor time, so that what else the machine does does not count. */
static double now_ms(void) {
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static OtrlPolicy policy(void *party, ConnContext *context) {
    (void)party, (void)context;
    return OTRL_POLICY_ALLOW_V3;
}

static int is_logged_in(void *party, const char *account, const char *network, const char *buddy) {
    (void)party, (void)account, (void)network, (void)buddy;
    return 1;
}

static void inject(void *party, const char *account, const char *network, const char *buddy, const char *message) {
    Party *to = ((Party *)party)->other;
    (void)account, (void)network, (void)buddy;
    if (to->waiting == WAITING) fail("too many messages on the way");
    to->inbox[to->waiting++] = strdup(message);
}

static void gone_secure(void *party, ConnContext *context) {
    (void)context;
    ((Party *)party)->secured = 1;
}

static int max_message_size(void *party, ConnContext *context) {
    (void)party, (void)context;
    return 0;
}

static void smp_event(void *opdata, OtrlSMPEvent event, ConnContext *context, unsigned short percent, char *question);

static const OtrlMessageAppOps ops = {
    .policy = policy,
    .is_logged_in = is_logged_in,
    .inject_message = inject,
    .gone_secure = gone_secure,
    .max_message_size = max_message_size,
    .handle_smp_event = smp_event,
};

static void smp_event(void *opdata, OtrlSMPEvent event, ConnContext *context, unsigned short percent, char *question) {
    Party *party = opdata;
    (void)percent, (void)question;
    if (event == OTRL_SMPEVENT_ASK_FOR_SECRET)
        otrl_message_respond_smp(party->us, &ops, party, context, SECRET, SECRET_LENGTH);
    else if (event == OTRL_SMPEVENT_SUCCESS)
        party->compared = 1;
    else if (event != OTRL_SMPEVENT_IN_PROGRESS)
        fail("SMP failed");
}

/* Takes one message from the network; answers whether it was for the user. */
static int receive(Party *party, const char *message) {
    char *shown = NULL;
    OtrlTLV *tlvs = NULL;
    int internal = otrl_message_receiving(party->us, &ops, party, party->account, NETWORK, party->buddy, message, &shown,
                                          &tlvs, NULL, NULL, NULL);
    int delivered = !internal && shown != NULL;
    otrl_tlv_free(tlvs);
    otrl_message_free(shown);
    return delivered;
}

static int deliver_next(Party *party) {
    if (party->waiting == 0) return 0;
    char *message = party->inbox[0];
    memmove(party->inbox, party->inbox + 1, (size_t)--party->waiting * sizeof *party->inbox);
    receive(party, message);
    free(message);
    return 1;
}

static void settle(Party *a, Party *b) {
    while (deliver_next(a) || deliver_next(b)) continue;
}

/* A key exchange from the query to privacy on both sides. */
static void exchange_keys(Party *a, Party *b) {
    char *query = otrl_proto_default_query_msg(a->account, OTRL_POLICY_ALLOW_V3);
    a->secured = b->secured = 0;
    inject(a, a->account, NETWORK, a->buddy, query);
    free(query);
    settle(a, b);
    if (!a->secured || !b->secured) fail("the key exchange did not end");
}

static void forget(Party *a, Party *b) {
    otrl_context_forget_all(a->us);
    otrl_context_forget_all(b->us);
}

static void compare_secrets(Party *a, Party *b) {
    ConnContext *context =
        otrl_context_find(a->us, a->buddy, a->account, NETWORK, OTRL_INSTAG_BEST, 0, NULL, NULL, NULL);
    a->compared = b->compared = 0;
    otrl_message_initiate_smp(a->us, &ops, a, context, SECRET, SECRET_LENGTH);
    settle(a, b);
    if (!a->compared || !b->compared) fail("SMP did not end");
}

/* Encrypts the text for the other party, who decrypts it; answers its size on the wire. */
static size_t say(Party *from, Party *to) {
    char *message = NULL;
    gcry_error_t error =
        otrl_message_sending(from->us, &ops, from, from->account, NETWORK, from->buddy, OTRL_INSTAG_BEST, text, NULL,
                             &message, OTRL_FRAGMENT_SEND_SKIP, NULL, NULL, NULL);
    if (error || message == NULL || !receive(to, message)) fail("a message did not get through");
    size_t length = strlen(message);
    otrl_message_free(message);
    return length;
}

static double key_generation(Party *a, Party *b) {
    void *key = NULL;
    (void)b;
    if (otrl_privkey_generate_start(a->us, "new", NETWORK, &key)) fail("no key");
    double start = now_ms();
    if (otrl_privkey_generate_calculate(key)) fail("no key");
    double end = now_ms();
    otrl_privkey_generate_cancelled(a->us, key);
    return end - start;
}

static double key_exchange(Party *a, Party *b) {
    double start = now_ms();
    for (int i = 0; i < AKE_BATCH; i++) {
        forget(a, b);
        exchange_keys(a, b);
    }
    return (now_ms() - start) / AKE_BATCH;
}

static double smp(Party *a, Party *b) {
    forget(a, b);
    exchange_keys(a, b);
    double start = now_ms();
    compare_secrets(a, b);
    return now_ms() - start;
}

static double one_way(Party *a, Party *b) {
    forget(a, b);
    exchange_keys(a, b);
    say(a, b);
    double start = now_ms();
    for (int i = 0; i < ONE_WAY_BATCH; i++) say(a, b);
    return (now_ms() - start) / ONE_WAY_BATCH;
}

static double ping_pong(Party *a, Party *b) {
    forget(a, b);
    exchange_keys(a, b);
    say(a, b);
    say(b, a);
    double start = now_ms();
    for (int i = 0; i < PING_PONG_BATCH; i += 2) {
        say(a, b);
        say(b, a);
    }
    return (now_ms() - start) / PING_PONG_BATCH;
}

static double wire_size(Party *a, Party *b) {
    forget(a, b);
    exchange_keys(a, b);
    return (double)say(a, b);
}

static double resident_mb(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) fail("no /proc/self/statm");
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

/* Memory that SESSIONS open sessions of one user take up; their other ends are forgotten one by one. */
static double sessions(Party *a, Party *b) {
    forget(a, b);
    malloc_trim(0);
    double before = resident_mb();
    for (int i = 0; i < SESSIONS; i++) {
        snprintf(a->buddy, sizeof a->buddy, "buddy-%d@example.org", i);
        exchange_keys(a, b);
        otrl_context_forget_all(b->us);
    }
    malloc_trim(0);
    double after = resident_mb();
    snprintf(a->buddy, sizeof a->buddy, "%s", b->account);
    forget(a, b);
    return after - before;
}

static const struct {
    const char *name;
    double (*measure)(Party *a, Party *b);
} measures[] = {
    {"dsa-keygen", key_generation}, {"ake", key_exchange},     {"smp", smp},           {"one-way", one_way},
    {"ping-pong", ping_pong},       {"wire-size", wire_size}, {"sessions", sessions},
};

static void begin(Party *party, const char *account, Party *other) {
    FILE *scratch = tmpfile();
    memset(party, 0, sizeof *party);
    party->us = otrl_userstate_create();
    party->account = account;
    party->other = other;
    if (scratch == NULL || otrl_privkey_generate_FILEp(party->us, scratch, account, NETWORK) ||
        otrl_instag_generate_FILEp(party->us, scratch, account, NETWORK))
        fail("no key to begin with");
    fclose(scratch);
}

int main(int count, char **arguments) {
    char name[32];
    int samples;
    Party alice, bob;
    if (count != 2) fail("the text to send is missing");
    text = arguments[1];
    OTRL_INIT;
    begin(&alice, "alice@example.org", &bob);
    begin(&bob, "bob@example.org", &alice);
    snprintf(alice.buddy, sizeof alice.buddy, "%s", bob.account);
    snprintf(bob.buddy, sizeof bob.buddy, "%s", alice.account);
    while (scanf("%31s %d", name, &samples) == 2) {
        size_t at = 0;
        while (at < sizeof measures / sizeof *measures && strcmp(measures[at].name, name) != 0) at++;
        if (at == sizeof measures / sizeof *measures) fail("no such measure");
        printf("[");
        for (int i = 0; i < samples; i++) printf("%s%.6f", i == 0 ? "" : ",", measures[at].measure(&alice, &bob));
        printf("]\n");
        fflush(stdout);
    }
    return 0;
}
