package io.failoverd.dns;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The rooms of this module, and which doors there are between them. */
@AnalyzeClasses(packages = "io.failoverd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> IMPURE = resideInAnyPackage(
                    "io.vertx..",
                    "io.netty..",
                    "org.xbill..",
                    "org.slf4j..",
                    "java.io..",
                    "java.nio..",
                    "java.net..",
                    "java.util.random..",
                    "java.util.concurrent..")
            .or(nameMatching("java\\.util\\.(\\w*Random|Timer)"))
            .or(nameMatching("java\\.lang\\.(Thread|System|Process|ProcessBuilder|Runtime)"))
            .and(DescribedPredicate.not(nameMatching("java\\.net\\.Inet(4|6)?Address")))
            .as("sockets, files, threads, randomness or libraries");

    @ArchTest
    static final ArchRule THE_MODEL_IS_PURE =
            noClasses().that().resideInAPackage("..dns.model..").should().dependOnClassesThat(IMPURE);

    /** What decides about publishing, apart from the few classes that have its threads, its clock and its log. */
    @ArchTest
    static final ArchRule DECIDING_WHAT_TO_PUBLISH_IS_PURE = noClasses()
            .that()
            .resideInAnyPackage("..dns.publish..")
            .and()
            .haveSimpleNameNotStartingWith("RemotePublisher")
            .and()
            .haveSimpleNameNotStartingWith("SystemSurroundings")
            .and()
            .doNotHaveSimpleName("Calls")
            .and()
            .doNotHaveSimpleName("Flight")
            .and()
            .doNotHaveSimpleName("HandBacks")
            .and()
            .doNotHaveSimpleName("Inbox")
            .and()
            .doNotHaveSimpleName("EventLog")
            .and()
            .doNotHaveSimpleName("Roster")
            .and(DescribedPredicate.not(nameMatching(".*publish\\.SystemSurroundings\\$.*")))
            .should()
            .dependOnClassesThat(IMPURE);

    @ArchTest
    static final ArchRule THE_RETRY_POLICY_IS_PURE =
            noClasses().that().haveSimpleName("RetryPolicy").should().dependOnClassesThat(IMPURE);

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_PROVIDER = noClasses()
            .that()
            .resideInAnyPackage("..dns.model..", "..dns.publish..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "..dns.alidns..",
                    "..dns.gtm..",
                    "..dns.update..",
                    "..dns.aliyun..",
                    "..dns.query..",
                    "..dns.server..",
                    "..dns.zone..",
                    "..dns.answer.."));

    @ArchTest
    static final ArchRule PROVIDERS_DO_NOT_SEE_EACH_OTHER = slices().matching("io.failoverd.dns.(alidns|gtm|update)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PROVIDERS_DO_NOT_SEE_THE_SERVER = noClasses()
            .that()
            .resideInAnyPackage("..dns.alidns..", "..dns.gtm..", "..dns.update..", "..dns.aliyun..", "..dns.query..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("..dns.server..", "..dns.zone..", "..dns.answer..", "..dns.client.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_MODEL_READS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("..dns.model..", "..dns.zone..", "..dns.client..", "..dns.answer..", "..dns.publish..")
            .and(DescribedPredicate.not(nameMatching(".*publish\\.SystemSurroundings.*")))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class);

    @ArchTest
    static final ArchRule ZONES_AND_ANSWERS_TOUCH_NO_SOCKET = noClasses()
            .that()
            .resideInAnyPackage("..dns.zone..", "..dns.answer..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.vertx..", "io.netty..", "java.nio.channels..", "java.nio.file..")
                            .or(nameMatching("java\\.net\\.\\w*Socket\\w*")));

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.failoverd.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WE_KNOW_NEITHER_PROBES_NOR_DAEMON = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.failoverd..").and(resideOutsideOfPackage("io.failoverd.dns..")));
}
