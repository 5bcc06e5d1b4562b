package org.vdeli.contracts.id;

/// A 64-bit, positive, time-sorted identity with a text form of 13 radix-32 digits.
///
/// The digits are those of [Long#toString(long, int)] (`0-9a-v`), padded with zeros, so that the
/// order of the texts is the order of the numbers.
public sealed interface Id
        permits AlarmId,
                AssetId,
                AuditId,
                ClusterId,
                JobId,
                ManagerId,
                NetworkPrefixId,
                OperatorId,
                PolicyId,
                ProjectId,
                PublisherId,
                PurgeId,
                RegionId,
                ServerId,
                UploadId {

    /// Length of the text form: 13 digits of 5 bits hold 65 bits.
    int TEXT_LENGTH = 13;

    /// The number, at least 1.
    long value();

    /// The text form of an id's number.
    static String format(long value) {
        String digits = Long.toString(value, 32);
        return "0".repeat(TEXT_LENGTH - digits.length()) + digits;
    }

    /// The number that a text form stands for.
    ///
    /// @throws IllegalArgumentException if the text is not 13 radix-32 digits of a positive number
    static long parse(String text) {
        if (text.length() != TEXT_LENGTH || text.charAt(0) == '-' || text.charAt(0) == '+') {
            throw new IllegalArgumentException("not an id of 13 characters: " + shown(text));
        }
        try {
            return requirePositive(Long.parseLong(text, 32));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an id: " + shown(text), e);
        }
    }

    /// The number itself, if it can be an id's.
    ///
    /// @throws IllegalArgumentException if it is zero or negative
    static long requirePositive(long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("an id must be positive, not " + value);
        }
        return value;
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
