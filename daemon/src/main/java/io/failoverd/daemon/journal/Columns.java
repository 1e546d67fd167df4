package io.failoverd.daemon.journal;

import io.vertx.core.json.JsonArray;
import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values stand in columns. */
final class Columns {
    private Columns() {}

    /** Binds in order: text, integers, booleans as 0 and 1, null, and anything else by its own text. */
    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> statement.setNull(i + 1, java.sql.Types.NULL);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case InetAddress address -> statement.setString(i + 1, address.getHostAddress());
                case Enum<?> constant -> statement.setString(i + 1, constant.name());
                case Object other -> statement.setString(i + 1, other.toString());
            }
        }
    }

    static String addresses(List<InetAddress> addresses) {
        return new JsonArray(addresses.stream().map(InetAddress::getHostAddress).toList()).encode();
    }

    static String texts(List<String> texts) {
        return new JsonArray(texts).encode();
    }
}
