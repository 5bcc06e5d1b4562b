package org.vdeli.installers.packages;

/// The kind of processor that a package with a Java runtime is for, by its two names.
///
/// @param deb Debian's name
/// @param rpm Red Hat's name
record Processor(String deb, String rpm) {
    /// That of this machine, whose runtime is packed.
    ///
    /// @throws PackagingException if it has no name among those of the packages
    static Processor own() throws PackagingException {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> new Processor("amd64", "x86_64");
            case "aarch64" -> new Processor("arm64", "aarch64");
            case String other ->
                    throw new PackagingException("there is no name for the processor " + other);
        };
    }
}
