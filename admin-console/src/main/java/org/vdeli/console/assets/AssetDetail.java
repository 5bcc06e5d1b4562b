package org.vdeli.console.assets;

import java.util.Optional;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.value.Bitrate;

/// The chosen asset at one moment.
///
/// @param rate of all running fills together
/// @param error why its replicas cannot be shown; absent as a rule
public record AssetDetail(AssetRow row, Bitrate rate, Optional<Message> error) {}
