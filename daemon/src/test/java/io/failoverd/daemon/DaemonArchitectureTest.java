package io.failoverd.daemon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The module's rooms and which way they look: a line in the wrong one fails the build and not a review. */
class DaemonArchitectureTest {
    private static final String CORE = "io.failoverd.daemon.core..";
    private static final String HEALTH = "io.failoverd.daemon.core.health..";
    private static final String CONSENSUS = "io.failoverd.daemon.core.consensus..";
    private static final String POOL = "io.failoverd.daemon.core.pool..";

    private static final String FAKE_CLOUD = "io.failoverd.daemon.demo.cloud..";

    private static JavaClasses daemon;

    @BeforeAll
    static void read() {
        daemon = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.failoverd.daemon");
    }

    private static ArchRule only(String room, String... alsoFrom) {
        DescribedPredicate<JavaClass> addresses = equivalentTo(InetAddress.class)
                .or(equivalentTo(Inet4Address.class))
                .or(equivalentTo(Inet6Address.class));
        return classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(alsoFrom)
                        .or(addresses)
                        .or(resideInAnyPackage(
                                "java.lang", "java.lang.annotation", "java.lang.invoke", "java.lang.runtime"))
                        .or(resideInAnyPackage("java.time", "java.time.format", "java.math"))
                        .or(resideInAnyPackage("java.util", "java.util.function", "java.util.stream"))
                        .or(resideInAnyPackage("org.jspecify.annotations", "org.pcollections"))
                        .or(resideInAnyPackage("io.failoverd.probes.model", "io.failoverd.dns.model")));
    }

    /** What reads the world instead of being told of it. */
    private static final DescribedPredicate<JavaAccess<?>> IMPURE = DescribedPredicate.describe(
            "that read a clock, a thread, the environment, a resolver or a source of chance", access -> {
                JavaClass owner = access.getTargetOwner();
                String name = access.getTarget().getName();
                boolean system = owner.isEquivalentTo(System.class) && !name.equals("arraycopy");
                boolean running = owner.isAssignableTo(Thread.class)
                        || owner.isEquivalentTo(Runtime.class)
                        || owner.isEquivalentTo(ProcessHandle.class)
                        || owner.isEquivalentTo(ThreadLocal.class);
                boolean clock = owner.isAssignableTo(Clock.class)
                        || (owner.getPackageName().equals("java.time") && name.equals("now"));
                boolean chance = owner.isAssignableTo(Random.class)
                        || owner.isAssignableTo(RandomGenerator.class)
                        || owner.isEquivalentTo(SplittableRandom.class)
                        || owner.isEquivalentTo(UUID.class)
                        || (owner.isEquivalentTo(Math.class) && name.equals("random"));
                boolean lookup = owner.isAssignableTo(InetAddress.class)
                        && Set.of(
                                        "getByName",
                                        "getAllByName",
                                        "getLocalHost",
                                        "getHostName",
                                        "getCanonicalHostName",
                                        "isReachable")
                                .contains(name);
                return system || running || clock || chance || lookup;
            });

    private static final ArchRule PURE =
            noClasses().that().resideInAPackage(CORE).should().accessTargetWhere(IMPURE);

    @Test
    void the_core_knows_values_and_nothing_that_touches_the_world() {
        only(CORE, CORE).check(daemon);
    }

    /** What decides when a server has followed is pure as the core is; it knows decisions, and nobody who asks. */
    @Test
    void the_watch_of_answers_knows_decisions_and_nothing_that_touches_the_world() {
        only("io.failoverd.daemon.watch..", "io.failoverd.daemon.watch..", POOL).check(daemon);
        noClasses()
                .that()
                .resideInAPackage("io.failoverd.daemon.watch..")
                .should()
                .accessTargetWhere(IMPURE)
                .check(daemon);
    }

    @Test
    void the_core_reads_no_clock_no_chance_no_thread_and_no_resolver() {
        PURE.check(daemon);
    }

    @Test
    void health_comes_before_consensus_and_that_before_the_pool_and_the_pool_before_the_rest_of_the_core() {
        only(HEALTH, HEALTH).check(daemon);
        only(CONSENSUS, CONSENSUS, HEALTH).check(daemon);
        only(POOL, POOL, CONSENSUS, HEALTH).check(daemon);
    }

    @Test
    void the_core_is_asked_and_asks_nobody_back() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(resideInAPackage("io.failoverd.daemon..").and(not(resideInAPackage(CORE))))
                .check(daemon);
    }

    /** What a publisher and the fake both got wrong would look right. */
    @Test
    void the_fake_cloud_shares_no_class_with_the_rest_and_only_the_demo_and_the_command_line_see_it() {
        classes()
                .that()
                .resideInAPackage(FAKE_CLOUD)
                .should()
                .onlyDependOnClassesThat(resideInAPackage(FAKE_CLOUD).or(not(resideInAPackage("io.failoverd.."))))
                .check(daemon);
        noClasses()
                .that(not(resideInAnyPackage("io.failoverd.daemon.demo..", "io.failoverd.daemon.cli..")))
                .should()
                .dependOnClassesThat(resideInAPackage(FAKE_CLOUD))
                .check(daemon);
        noClasses()
                .that()
                .resideInAPackage(FAKE_CLOUD)
                .should()
                .dependOnClassesThat(resideInAPackage("com.aliyun.."))
                .check(daemon);
    }

    @Test
    void no_two_packages_need_each_other() {
        slices().matching("io.failoverd.daemon.(**)").should().beFreeOfCycles().check(daemon);
    }

    @Test
    void the_rules_bite() {
        JavaClasses bad = new ClassFileImporter().importClasses(Offender.class);
        ArchRule here = noClasses().should().accessTargetWhere(IMPURE);
        assertThatThrownBy(() -> here.check(bad))
                .isInstanceOf(AssertionError.class)
                .satisfies(error -> assertThat(error.getMessage())
                        .contains("Instant.now()", "System.nanoTime()", "Thread.currentThread()", "Math.random()"));
        assertThatThrownBy(() -> only("io.failoverd.daemon..").check(bad)).hasMessageContaining("java.nio.file");
    }

    /** Everything that a pure class must not do, in one. */
    @SuppressWarnings("unused")
    private static final class Offender {
        Object[] offences() {
            return new Object[] {
                Instant.now(), System.nanoTime(), Thread.currentThread(), Math.random(), java.nio.file.Path.of("/")
            };
        }
    }
}
