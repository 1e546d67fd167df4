package io.failoverd.daemon.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.SecretSource;
import io.failoverd.daemon.config.Surroundings;
import io.failoverd.dns.aliyun.AccessKey;
import io.failoverd.dns.aliyun.Credentials.KeyReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key in files is used as it is there now, and never half. */
class KeptCredentialsTest {
    private static final AccessKey OLD = new AccessKey("LTAI1", "old-secret", Optional.empty());
    private static final AccessKey NEW = new AccessKey("LTAI2", "new-secret", Optional.empty());
    private static final AccessKey HALF = new AccessKey("LTAI2", "old-secret", Optional.empty());

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    private final SecretReader reader =
            new SecretReader(new Surroundings("bastion", 2, Map.of("ID", "LTAI9", "SECRET", "s9", "TOKEN", "t9")));

    @BeforeEach
    void write() throws IOException {
        id("LTAI1");
        secret("old-secret");
    }

    @Test
    void aKeyThatIsChangedOneFileAfterTheOtherIsUsedWhenBothAre() throws IOException {
        KeptCredentials credentials = parts();
        assertThat(used(credentials)).isEqualTo(OLD);
        id("LTAI2");
        assertThat(used(credentials)).isEqualTo(OLD);
        after(Duration.ofMillis(500));
        assertThat(used(credentials)).isEqualTo(OLD);
        secret("new-secret");
        assertThat(used(credentials)).isEqualTo(OLD);
        after(Duration.ofMillis(900));
        assertThat(used(credentials)).isEqualTo(OLD);
        after(Duration.ofMillis(100));
        assertThat(used(credentials)).isEqualTo(NEW);
    }

    /** A half that had settled was used, refused, and put the publisher to rest for minutes. */
    @Test
    void aKeyThatWorksIsNotGivenUpForHalfOfAnotherHoweverLongTheOtherHalfTakes() throws IOException {
        KeptCredentials credentials = parts();
        id("LTAI2");
        for (int i = 0; i < 100; i++) {
            assertThat(used(credentials)).isEqualTo(OLD);
            after(Duration.ofSeconds(10));
        }
        secret("new-secret");
        assertThat(used(credentials)).isEqualTo(OLD);
        after(Duration.ofSeconds(1));
        assertThat(used(credentials)).isEqualTo(NEW);
    }

    @Test
    void aSecretThatIsCorrectedIsUsedOnceTheWrongOneIsRefused() throws IOException {
        secret("mistyped");
        KeptCredentials credentials = parts();
        AccessKey wrong = used(credentials);
        secret("old-secret");
        after(Duration.ofSeconds(10));
        assertThat(used(credentials)).isEqualTo(wrong);
        assertThat(credentials.after(wrong)).isEqualTo(new KeyReading.Usable(OLD));
        assertThat(used(credentials)).isEqualTo(OLD);
    }

    @Test
    void afterARefusalWhatIsThereIsUsedWithoutDelay() throws IOException {
        KeptCredentials credentials = parts();
        assertThat(credentials.after(OLD)).isEqualTo(new KeyReading.Usable(OLD));
        id("LTAI2");
        secret("new-secret");
        assertThat(used(credentials)).isEqualTo(NEW);
    }

    @Test
    void aRefusedKeyGivesWayAtOnceToWhatIsThereNow() throws IOException {
        KeptCredentials credentials = parts();
        id("LTAI2");
        assertThat(credentials.after(OLD)).isEqualTo(new KeyReading.Usable(HALF));
        secret("new-secret");
        assertThat(credentials.after(HALF)).isEqualTo(new KeyReading.Usable(NEW));
        assertThat(used(credentials)).isEqualTo(NEW);
    }

    @Test
    void whatCannotBeReadOrIsNoKeyLeavesTheLastOneInUse() throws IOException {
        KeptCredentials credentials = parts();
        Files.delete(folder.resolve("secret"));
        assertThat(used(credentials)).isEqualTo(OLD);
        for (String bad : new String[] {"", "two words", "x".repeat(5000)}) {
            secret(bad);
            after(Duration.ofSeconds(5));
            assertThat(used(credentials)).isEqualTo(OLD);
        }
        secret("old-secret");
        assertThat(used(credentials)).isEqualTo(OLD);
    }

    @Test
    void aWholeKeyIsUsedAsSoonAsItIsThere() throws IOException {
        Path file = Files.writeString(
                folder.resolve("key"), "{\"AccessKeyId\": \"LTAI1\", \"AccessKeySecret\": \"old-secret\"}\n");
        KeptCredentials credentials = usable(
                KeptCredentials.whole(new AccessReference.Whole(new SecretSource.File(file)), reader, nanos::get));
        assertThat(used(credentials)).isEqualTo(OLD);
        Files.writeString(file, "{\"AccessKeyId\": \"LTAI2\", \"Acce");
        assertThat(used(credentials)).isEqualTo(OLD);
        Files.writeString(file, "AccessKey ID,AccessKey Secret\nLTAI2,new-secret\n");
        assertThat(used(credentials)).isEqualTo(NEW);
    }

    @Test
    void itComesFromTheEnvironmentWithItsToken() {
        KeptCredentials credentials = usable(KeptCredentials.parts(
                new AccessReference.Parts(
                        new SecretSource.Env("ID"), new SecretSource.Env("SECRET"), new SecretSource.Env("TOKEN")),
                reader,
                nanos::get));
        assertThat(used(credentials)).isEqualTo(new AccessKey("LTAI9", "s9", Optional.of("t9")));
    }

    @Test
    void whyThereIsNoneIsSaidWithoutWhatWasRead() throws IOException {
        secret("two hunter2 words");
        assertThat(KeptCredentials.parts(reference(), reader, nanos::get))
                .isEqualTo(new KeyRead.Unusable<>("file " + folder.resolve("secret") + " is no part of an access key"));
        Files.delete(folder.resolve("id"));
        assertThat(KeptCredentials.parts(reference(), reader, nanos::get))
                .isEqualTo(new KeyRead.Unusable<>("the file " + folder.resolve("id") + " does not exist"));
        assertThat(KeptCredentials.whole(
                        new AccessReference.Whole(new SecretSource.File(folder.resolve("secret"))), reader, nanos::get))
                .isEqualTo(new KeyRead.Unusable<>("file " + folder.resolve("secret") + " holds no access key"));
    }

    private KeptCredentials parts() {
        return usable(KeptCredentials.parts(reference(), reader, nanos::get));
    }

    private AccessReference.Parts reference() {
        return new AccessReference.Parts(
                new SecretSource.File(folder.resolve("id")), new SecretSource.File(folder.resolve("secret")), null);
    }

    private void id(String text) throws IOException {
        Files.writeString(folder.resolve("id"), text + "\n");
    }

    private void secret(String text) throws IOException {
        Files.writeString(folder.resolve("secret"), text + "\n");
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void what_was_read_shows_nothing_of_a_secret_that_it_may_be() {
        assertThat(new KeyRead.Usable<>("old-secret").toString()).doesNotContain("old-secret");
    }

    private static AccessKey used(KeptCredentials credentials) {
        return credentials.key() instanceof KeyReading.Usable(AccessKey key) ? key : HALF;
    }

    private static KeptCredentials usable(KeyRead<KeptCredentials> read) {
        return switch (read) {
            case KeyRead.Usable<KeptCredentials> usable -> usable.key();
            case KeyRead.Unusable<KeptCredentials> unusable -> throw new AssertionError(unusable.why());
        };
    }
}
