package org.vdeli.contracts.agent;

import java.util.Optional;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

/// A viewer asked an edge for a file that it has not: body of `POST /agent/v1/misses`. The answer
/// is the order to fill it ([Job.Fill]), which the agent carries out like any other.
///
/// @param path what was asked for
/// @param room the largest file that the server can ever hold; absent: any
public record MissQuestion(AssetPath path, Optional<ByteCount> room) {}
