package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressPoolResponseBody.DescribeCloudGtmAddressPoolResponseBodyAddressesAddress;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressResponseBody;
import com.aliyun.alidns20150109.models.ListCloudGtmAddressesResponseBody.ListCloudGtmAddressesResponseBodyAddressesAddress;
import io.failoverd.dns.gtm.CloudGtmSettings.TakeOut;
import io.failoverd.dns.model.Control;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The two switches of an address of GTM 3.0. Both have to let it answer: that it is enabled, and that it is available, by
 * its own health (auto) or by what an operator says (manual).
 *
 * @param manualAvailable what the operator says; stays on file while the mode is auto
 */
record CloudGtmAddress(String id, boolean enabled, boolean manual, boolean manualAvailable) {
    /** Null where a part is missing, or is a word that we do not know: neither may pass for "switched off". */
    private static @Nullable CloudGtmAddress of(
            @Nullable String id, @Nullable String enabled, @Nullable String mode, @Nullable String manualAvailable) {
        Boolean on = first(enabled, "enable", "disable");
        Boolean manual = first(mode, "manual", "auto");
        Boolean available = first(manualAvailable, "available", "unavailable");
        if (id == null || on == null || manual == null || (manual && available == null)) {
            return null;
        }
        return new CloudGtmAddress(id, on, manual, available != null && available);
    }

    /** Which of two it is; null for neither. The words differ between the calls: enable and enabled, auto and AUTO. */
    static @Nullable Boolean first(@Nullable String word, String first, String second) {
        String lower = String.valueOf(word).toLowerCase(Locale.ROOT);
        if (lower.startsWith(first)) {
            return true;
        }
        return lower.startsWith(second) ? false : null;
    }

    static @Nullable CloudGtmAddress of(DescribeCloudGtmAddressPoolResponseBodyAddressesAddress each) {
        return of(
                each.getAddressId(), each.getEnableStatus(), each.getAvailableMode(), each.getManualAvailableStatus());
    }

    static @Nullable CloudGtmAddress of(@Nullable DescribeCloudGtmAddressResponseBody body) {
        return body == null
                ? null
                : of(
                        body.getAddressId(),
                        body.getEnableStatus(),
                        body.getAvailableMode(),
                        body.getManualAvailableStatus());
    }

    static @Nullable CloudGtmAddress of(ListCloudGtmAddressesResponseBodyAddressesAddress each) {
        return of(
                each.getAddressId(), each.getEnableStatus(), each.getAvailableMode(), each.getManualAvailableStatus());
    }

    /** Whether it answers as far as operators have a say. */
    boolean on() {
        return enabled && (!manual || manualAvailable);
    }

    Control control() {
        return manual ? Control.ONLINE : Control.SMART;
    }

    /** One request that changes it. */
    sealed interface Write {
        /** UpdateCloudGtmAddressManualAvailableStatus. */
        record Available(boolean manual, boolean available) implements Write {}

        /** UpdateCloudGtmAddressEnableStatus. */
        record Enable(boolean enabled) implements Write {}
    }

    /** The first of the at most two requests that let it answer; null where it does. */
    @Nullable
    Write towards(Control control) {
        boolean wantManual = control == Control.ONLINE;
        if (manual != wantManual || (manual && !manualAvailable)) {
            return new Write.Available(wantManual, true);
        }
        return enabled ? null : new Write.Enable(true);
    }

    /** The one request that takes any address out. */
    static Write out(TakeOut how) {
        return switch (how) {
            case MANUAL -> new Write.Available(true, false);
            case DISABLE -> new Write.Enable(false);
        };
    }

    /** As it is after a request that was done. */
    CloudGtmAddress after(Write write) {
        return switch (write) {
            case Write.Available now -> new CloudGtmAddress(id, enabled, now.manual(), now.available());
            case Write.Enable now -> new CloudGtmAddress(id, now.enabled(), manual, manualAvailable);
        };
    }
}
