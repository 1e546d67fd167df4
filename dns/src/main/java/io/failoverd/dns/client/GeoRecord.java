package io.failoverd.dns.client;

import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a record in a database of MaxMind's City, Country or ASN layout; any of it may be missing.
 * Public because the reader makes it by reflection.
 *
 * @param subdivisions the widest first
 */
public record GeoRecord(
        @Nullable Continent continent,
        @Nullable Country country,
        @Nullable List<Subdivision> subdivisions,
        @Nullable Long system) {
    @MaxMindDbConstructor
    public GeoRecord(
            @MaxMindDbParameter(name = "continent") @Nullable Continent continent,
            @MaxMindDbParameter(name = "country") @Nullable Country country,
            @MaxMindDbParameter(name = "subdivisions") @Nullable List<Subdivision> subdivisions,
            @MaxMindDbParameter(name = "autonomous_system_number") @Nullable Long system) {
        this.continent = continent;
        this.country = country;
        this.subdivisions = subdivisions;
        this.system = system;
    }

    public record Continent(@Nullable String code) {
        @MaxMindDbConstructor
        public Continent(@MaxMindDbParameter(name = "code") @Nullable String code) {
            this.code = code;
        }
    }

    public record Country(@Nullable String isoCode) {
        @MaxMindDbConstructor
        public Country(@MaxMindDbParameter(name = "iso_code") @Nullable String isoCode) {
            this.isoCode = isoCode;
        }
    }

    public record Subdivision(@Nullable String isoCode) {
        @MaxMindDbConstructor
        public Subdivision(@MaxMindDbParameter(name = "iso_code") @Nullable String isoCode) {
            this.isoCode = isoCode;
        }
    }

    static String continentKey(String code) {
        return "continent:" + code;
    }

    /** The places that the record names, by kind; of several subdivisions those within the others come first. */
    Map<Place.Kind, List<String>> keys() {
        var keys = new EnumMap<Place.Kind, List<String>>(Place.Kind.class);
        if (system != null) {
            keys.put(Place.Kind.AUTONOMOUS_SYSTEM, List.of("AS" + system));
        }
        if (continent != null && continent.code != null) {
            keys.put(Place.Kind.CONTINENT, List.of(continentKey(continent.code)));
        }
        if (country != null && country.isoCode != null) {
            String iso = country.isoCode;
            keys.put(Place.Kind.COUNTRY, List.of(iso));
            if (subdivisions != null) {
                keys.put(
                        Place.Kind.SUBDIVISION,
                        subdivisions.reversed().stream()
                                .filter(s -> s.isoCode != null)
                                .map(s -> iso + "-" + s.isoCode)
                                .toList());
            }
        }
        return keys;
    }
}
