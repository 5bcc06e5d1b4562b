package org.vdeli.contracts.api;

import java.util.Arrays;
import java.util.List;
import org.vdeli.contracts.agent.TransferMethod;

/// The presets of all transfer methods: answer to `GET /api/v1/policy-presets`.
public record PolicyPresets(List<PolicyPreset> presets) {
    public static final PolicyPresets ALL =
            new PolicyPresets(
                    Arrays.stream(TransferMethod.values())
                            .map(method ->
                                    new PolicyPreset(
                                            method,
                                            method.preset(),
                                            method.locked().stream().sorted().toList(),
                                            method.isRateCapped()))
                            .toList());

    public PolicyPresets {
        presets = List.copyOf(presets);
    }
}
