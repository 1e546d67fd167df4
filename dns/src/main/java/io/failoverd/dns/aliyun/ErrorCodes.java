package io.failoverd.dns.aliyun;

import io.failoverd.dns.model.FailureClass;
import java.util.Map;
import java.util.Set;

/**
 * What an error Code of the API means for what to do next. From the API's pages and from what other tools met; a code
 * that nobody has met yet is sorted by its family, since the vendor names codes by what is wrong.
 */
final class ErrorCodes {
    /** The key or its token: another one is what helps. */
    private static final Set<String> KEY = Set.of(
            "InvalidAccessKeyId.NotFound",
            "InvalidAccessKeyId.Inactive",
            "InvalidAccessKeyId",
            "InvalidAccessKeySecret",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingSecurityToken",
            "InvalidSecurityToken",
            "InvalidSecurityToken.Malformed",
            "InvalidSecurityToken.MismatchWithAccessKey",
            "InvalidSecurityToken.Expired",
            "SecurityTokenExpired");

    private static final Map<String, FailureClass> KNOWN = Map.ofEntries(
            // Refused, and nothing done: writes of a domain come one after the other, and this one came too early.
            Map.entry("LastOperationNotFinished", FailureClass.THROTTLED),
            Map.entry("DnsGtmSystemBusyness", FailureClass.THROTTLED),
            Map.entry("Rejected.Throttling", FailureClass.THROTTLED),
            Map.entry("ServiceUnavailable", FailureClass.TRANSIENT),
            Map.entry("InternalError", FailureClass.TRANSIENT),
            Map.entry("UnKnownError", FailureClass.TRANSIENT),
            // Whoever rotates the token is late; the next one comes without a person, and is to be used at once.
            Map.entry("InvalidSecurityToken.Expired", FailureClass.TRANSIENT),
            Map.entry("SecurityTokenExpired", FailureClass.TRANSIENT),
            // Something between us and the API has sent the request twice: the first may be done.
            Map.entry("SignatureNonceUsed", FailureClass.AMBIGUOUS),
            Map.entry("DomainRecordDuplicate", FailureClass.CHANGED),
            Map.entry("DisableDNSSLB", FailureClass.CHANGED),
            Map.entry("DomainRecordDisable", FailureClass.CHANGED),
            Map.entry("DomainRecordNotBelongToUser", FailureClass.STALE_ID),
            Map.entry("InvalidRecordId.NotFound", FailureClass.STALE_ID),
            Map.entry("InvalidRR.NoExist", FailureClass.STALE_ID),
            Map.entry("InvalidTimeStamp.Expired", FailureClass.OPERATOR),
            Map.entry("IllegalTimestamp", FailureClass.OPERATOR),
            Map.entry("IncorrectDomainUser", FailureClass.OPERATOR),
            Map.entry("InvalidDomainName.NoExist", FailureClass.OPERATOR),
            Map.entry("DomainRecordLocked", FailureClass.OPERATOR),
            Map.entry("DomainForbidden", FailureClass.OPERATOR),
            Map.entry("DomainExpiredDNSForbidden", FailureClass.OPERATOR),
            Map.entry("NoPermission", FailureClass.OPERATOR),
            Map.entry("Fobidden.TooOfen", FailureClass.OPERATOR),
            Map.entry("DomainRecordConflict", FailureClass.CONFIG),
            Map.entry("UnsupportedOperation", FailureClass.CONFIG));

    private ErrorCodes() {}

    static boolean isAboutTheKey(String code) {
        return KEY.contains(code);
    }

    /**
     * The class of a code.
     *
     * @param status of the HTTP response, which tells only where the code does not
     */
    static FailureClass of(String code, int status) {
        FailureClass known = KNOWN.get(code);
        if (known != null) {
            return known;
        }
        if (isAboutTheKey(code)) {
            return FailureClass.OPERATOR;
        }
        return family(code, status);
    }

    private static FailureClass family(String code, int status) {
        String family = code.contains(".") ? code.substring(0, code.indexOf('.')) : code;
        return switch (family) {
            case "Throttling", "FlowControl" -> FailureClass.THROTTLED;
            // The misspelt ones are the vendor's.
            case "Forbidden", "Fobidden", "RecordForbidden", "RecordFobidden", "NoPermission", "InvalidAccessKeyId" ->
                FailureClass.OPERATOR;
            case "CloudGtm", "DnsGtm" -> notThere(code) ? FailureClass.STALE_ID : FailureClass.CONFIG;
            case "InvalidAction", "InvalidVersion", "InvalidParameter", "MissingParameter" -> FailureClass.CONFIG;
            default -> {
                if (status >= 500) {
                    yield FailureClass.TRANSIENT;
                }
                if (notThere(code)) {
                    yield FailureClass.STALE_ID;
                }
                boolean asked = family.startsWith("Invalid")
                        || family.startsWith("Missing")
                        || family.startsWith("QuotaExceeded")
                        || family.startsWith("SubDomainInvalid")
                        || code.endsWith("QuotaExceeded");
                yield asked ? FailureClass.CONFIG : FailureClass.TRANSIENT;
            }
        };
    }

    private static boolean notThere(String code) {
        return code.endsWith("NotFound")
                || code.endsWith("NoExist")
                || code.endsWith("NotExist")
                || code.endsWith("NotExists");
    }
}
