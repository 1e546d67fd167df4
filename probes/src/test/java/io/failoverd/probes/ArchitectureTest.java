package io.failoverd.probes;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The rooms of this module: which are pure, and who may know whom. */
@AnalyzeClasses(packages = "io.failoverd.probes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** What protocols have in common, or are carried by. */
    private static final Set<String> SHARED = Set.of("model", "http2");

    private static final Set<String> PURE_NAMES =
            Set.of("ProbeSchedule", "Pace", "HostName", "HealthMessage", "Rewiring", "TripLimit", "WireEnd", "Trip");

    private static final DescribedPredicate<JavaClass> PURE = DescribedPredicate.describe("pure classes", type -> {
        JavaClass element = outermost(type.getBaseComponentType());
        String name = element.getSimpleName();
        if (!element.getPackageName().startsWith("io.failoverd.probes")) {
            return false;
        }
        return element.getPackageName().endsWith(".model") || PURE_NAMES.contains(name) || name.endsWith("Expectation");
    });

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** Octets and their charsets, in memory. */
    private static final DescribedPredicate<JavaClass> OCTETS = JavaClass.Predicates.type(ByteBuffer.class)
            .or(JavaClass.Predicates.type(ByteArrayOutputStream.class))
            .or(resideInAnyPackage("java.nio.charset.."))
            .as("octets in memory");

    private static final DescribedPredicate<JavaClass> ADDRESSES = JavaClass.Predicates.assignableTo(InetAddress.class)
            .or(JavaClass.Predicates.type(Inet4Address.class))
            .or(JavaClass.Predicates.type(Inet6Address.class))
            .as("addresses as values");

    @ArchTest
    static final ArchRule pureClassesKnowOnlyPureOnes = classes()
            .that(PURE)
            .should()
            .onlyDependOnClassesThat(PURE.or(resideInAnyPackage(
                            "java.lang..", "java.math..", "java.util..", "java.time..", "org.jspecify.annotations..")
                    .or(ADDRESSES)
                    .or(OCTETS)));

    @ArchTest
    static final ArchRule pureClassesReadNoClockAndRollNoDice = noClasses()
            .that(PURE)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(InetAddress.class, "getByName", String.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Random.class, RandomGenerator.class, ThreadLocalRandom.class, Thread.class);

    @ArchTest
    static final ArchRule noCycles = slices().matching("(io.failoverd.probes..)")
            .namingSlices("$1")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule protocolsDoNotKnowEachOther = slices().matching("io.failoverd.probes.(*)..")
            .that(DescribedPredicate.describe("protocols that check", slice -> !SHARED.contains(slice.getNamePart(1))))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule thisModuleKnowsNoOther = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.failoverd..").and(not(resideInAnyPackage("io.failoverd.probes.."))));

    @ArchTest
    static final ArchRule theClockComesFromOutside = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");
}
