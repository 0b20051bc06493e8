package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import software.amazon.awssdk.core.SdkClient;

/**
 * SDK clients whose every operation is one call on a handler.
 *
 * <p>Not {@link java.lang.reflect.Proxy}: a proxy initialises the classes of all its methods'
 * parameters when it is made, which for the SDK's requests takes seconds a service. The classes
 * written here initialise nothing before it is used.
 */
public final class OperationClient {

  /** Takes the calls of a client. */
  @FunctionalInterface
  public interface Calls {

    /**
     * Answers a call.
     *
     * @param request the request
     * @param argument the request's body or the response's transformer; null where there is none
     * @return the response, or what the transformer made of it
     */
    @Nullable Object call(Operation operation, Object request, @Nullable Object argument)
        throws Exception;
  }

  private record Made(Class<?> type, Operation[] operations) {}

  private static final Map<Class<?>, Made> MADE = new ConcurrentHashMap<>();
  private static final String CALLS = Type.getInternalName(Calls.class);
  private static final String OPERATION = Type.getInternalName(Operation.class);
  private static final String PACKAGE = "dev/rehearsal/cloud/generated/";

  private OperationClient() {}

  /**
   * A client.
   *
   * @param <C> the SDK's client interface
   */
  public static <C extends SdkClient> C of(Class<C> type, Calls calls) {
    Made made = MADE.computeIfAbsent(type, any -> make(type));
    try {
      return type.cast(
          made.type()
              .getConstructor(Calls.class, Operation[].class)
              .newInstance(calls, made.operations()));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " could not be implemented.", impossible);
    }
  }

  private static Made make(Class<? extends SdkClient> type) {
    ServiceDefinition service =
        ServiceCatalog.all().stream()
            .filter(each -> each.client() == type)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(type + " is not a service of the catalogue."));
    List<Operation> operations = new ArrayList<>(service.operations().values());
    String name = PACKAGE + type.getSimpleName();
    byte[] code = write(name, type, service, operations);
    return new Made(
        new Loader(type.getClassLoader()).define(name.replace('/', '.'), code),
        operations.toArray(Operation[]::new));
  }

  private static byte[] write(
      String name, Class<?> type, ServiceDefinition service, List<Operation> operations) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL,
        name,
        null,
        "java/lang/Object",
        new String[] {Type.getInternalName(type)});
    int fieldAccess = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
    writer.visitField(fieldAccess, "calls", "L" + CALLS + ";", null, null).visitEnd();
    writer.visitField(fieldAccess, "operations", "[L" + OPERATION + ";", null, null).visitEnd();
    constructor(writer, name);
    for (int i = 0; i < operations.size(); i++) {
      operation(writer, name, operations.get(i), i);
    }
    text(writer, "serviceName", service.signingName());
    text(writer, "toString", service.id() + " client");
    MethodVisitor close = writer.visitMethod(Opcodes.ACC_PUBLIC, "close", "()V", null, null);
    close.visitCode();
    close.visitInsn(Opcodes.RETURN);
    end(close);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void constructor(ClassWriter writer, String name) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "<init>", "(L" + CALLS + ";[L" + OPERATION + ";)V", null, null);
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitFieldInsn(Opcodes.PUTFIELD, name, "calls", "L" + CALLS + ";");
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 2);
    method.visitFieldInsn(Opcodes.PUTFIELD, name, "operations", "[L" + OPERATION + ";");
    method.visitInsn(Opcodes.RETURN);
    end(method);
  }

  private static void operation(ClassWriter writer, String name, Operation operation, int index) {
    Type answer = Type.getReturnType(operation.descriptor());
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, operation.methodName(), operation.descriptor(), null, null);
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitFieldInsn(Opcodes.GETFIELD, name, "calls", "L" + CALLS + ";");
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitFieldInsn(Opcodes.GETFIELD, name, "operations", "[L" + OPERATION + ";");
    method.visitIntInsn(Opcodes.SIPUSH, index);
    method.visitInsn(Opcodes.AALOAD);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    if (operation.body() == Operation.Body.NONE) {
      method.visitInsn(Opcodes.ACONST_NULL);
    } else {
      method.visitVarInsn(Opcodes.ALOAD, 2);
    }
    method.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        CALLS,
        "call",
        "(L" + OPERATION + ";Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
        true);
    method.visitTypeInsn(Opcodes.CHECKCAST, answer.getInternalName());
    method.visitInsn(Opcodes.ARETURN);
    end(method);
  }

  private static void text(ClassWriter writer, String name, String value) {
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC, name, "()Ljava/lang/String;", null, null);
    method.visitCode();
    method.visitLdcInsn(value);
    method.visitInsn(Opcodes.ARETURN);
    end(method);
  }

  private static void end(MethodVisitor method) {
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** One loader a client class: the classes go with it, and see what the SDK's interface sees. */
  private static final class Loader extends ClassLoader {

    Loader(ClassLoader parent) {
      super(parent);
    }

    Class<?> define(String name, byte[] code) {
      return defineClass(name, code, 0, code.length);
    }
  }
}
