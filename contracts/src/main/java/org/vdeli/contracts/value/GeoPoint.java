package org.vdeli.contracts.value;

/// A place on the Earth, WGS 84.
///
/// @param latitude degrees, -90 to 90, north positive
/// @param longitude degrees, -180 to 180, east positive
public record GeoPoint(Double latitude, Double longitude) {
    /// Mean radius in kilometres, as the test vectors of the routing rows use it.
    public static final double EARTH_RADIUS_KM = 6371.0;

    public GeoPoint {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude must be -90 to 90, not " + latitude);
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude must be -180 to 180, not " + longitude);
        }
    }

    /// Great-circle distance by the haversine formula.
    public double kilometresTo(GeoPoint other) {
        double phi1 = Math.toRadians(latitude);
        double phi2 = Math.toRadians(other.latitude);
        double sinPhi = Math.sin((phi2 - phi1) / 2);
        double sinLambda = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double a = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
