package org.vdeli.manager.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vdeli.contracts.wire.Codec;

/// Adds the route that serves the table's own description.
public final class OpenApiRoute {
    private OpenApiRoute() {}

    /// The routes and one more: [OpenApi#PATH], which describes them all, itself included.
    ///
    /// @param version of the program
    public static List<Route> addTo(List<Route> routes, String version, Codec codec) {
        byte[][] document = new byte[1][];
        List<Route> all = new ArrayList<>(routes);
        all.add(
                Route.get(OpenApi.PATH, Access.OPEN, "Describe this interface (OpenAPI 3.1)")
                        .writes(
                                "application/json",
                                call -> {
                                    call.response().setContentType("application/json");
                                    call.response().getOutputStream().write(document[0]);
                                }));
        document[0] = codec.write(OpenApi.of(all, version)).getBytes(StandardCharsets.UTF_8);
        return List.copyOf(all);
    }
}
