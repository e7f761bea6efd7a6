package dev.handfast.sdktests;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands {@link Sandbox} to tests; its process starts with the first and ends after the last. */
final class SandboxExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SandboxExtension.class);

    private record Running(SandboxProcess process, Sandbox sandbox) implements AutoCloseable {
        static Running start() {
            SandboxProcess process = SandboxProcess.start();
            return new Running(process, new Sandbox(process.baseUrl()));
        }

        @Override
        public void close() {
            process.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, type -> Running.start(), Running.class)
                .sandbox();
    }
}
