package io.failoverd.probes.model;

import java.math.BigDecimal;

/** A JSON value that is neither an object nor an array (RFC 8259, section 3). Its text is how JSON writes it. */
public sealed interface JsonScalar {
    record Text(String value) implements JsonScalar {
        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /** 1 and 1.0 are one number. */
    record Numeric(BigDecimal value) implements JsonScalar {
        public Numeric {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }

        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    record Bool(boolean value) implements JsonScalar {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Null() implements JsonScalar {
        @Override
        public String toString() {
            return "null";
        }
    }
}
