// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asks an NVMe controller about its secondary controllers, and gives these what they need. The kernel
// lets only CAP_SYS_ADMIN send such commands, which the helper does not have and is not to have: PID 1
// runs this program for it, in a unit that has the one capability and the one device.
//
// It is told a PCI address, never a path, and finds the node by itself. One line of JSON goes to
// standard output; exit status 0 also for an error that is told there, 2 for arguments that are none.
#include "identify.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/nvme_ioctl.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace laneway::nvme;

namespace {

constexpr unsigned lifeSeconds = 50;
constexpr unsigned commandMs = 10'000;
constexpr std::size_t pageSize = 4096;
constexpr std::size_t mostControllers = 2048; // as many as are told of can be set

[[noreturn]] void say(const std::string &line)
{
    const std::string text = line + '\n';
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t written = write(STDOUT_FILENO, text.data() + done, text.size() - done);
        if (written < 0 && errno != EINTR)
            _exit(1);
        if (written > 0)
            done += std::size_t(written);
    }
    _exit(0);
}

[[noreturn]] void giveUp(const std::string &error, const std::string &detail)
{
    say(errorJson(error, detail));
}

[[noreturn]] void giveUpAt(const std::string &what, int number)
{
    giveUp(number == EACCES || number == EPERM ? "PermissionDenied" : "KernelRefused",
        what + ": " + std::strerror(number));
}

/// The unit has done all of it already; a helper without systemd runs us as a child.
void becomeSmall()
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> sets{};
    sets[0].effective = sets[0].permitted = 1U << CAP_SYS_ADMIN;
    syscall(SYS_capset, &header, sets.data()); // without the capability each command says so
    alarm(lifeSeconds);
}

std::string contents(const std::string &path)
{
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::array<char, 64> text{};
    const ssize_t size = fd < 0 ? -1 : read(fd, text.data(), text.size() - 1);
    if (fd >= 0)
        close(fd);
    return std::string(text.data(), size > 0 ? std::size_t(size) : 0);
}

/// The character device of the controller at @p address, looked up in sysfs and compared with it.
int openController(const std::string &address)
{
    const std::string directory = "/sys/bus/pci/devices/" + address + "/nvme";
    DIR *entries = opendir(directory.c_str());
    if (!entries)
        giveUp("UnsupportedConfiguration", "no NVMe driver has " + address);
    std::string name;
    while (const dirent *entry = readdir(entries))
        if (isControllerName(entry->d_name))
            name = entry->d_name;
    closedir(entries);
    unsigned majorNumber = 0;
    unsigned minorNumber = 0;
    if (name.empty()
        || std::sscanf(contents(directory + '/' + name + "/dev").c_str(), "%u:%u", &majorNumber, &minorNumber) != 2)
        giveUp("UnsupportedConfiguration", "no controller below " + address);
    const std::string node = "/dev/" + name;
    const int fd = open(node.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        giveUpAt(node, errno);
    struct stat status
    {
    };
    if (fstat(fd, &status) < 0 || !S_ISCHR(status.st_mode) || status.st_rdev != makedev(majorNumber, minorNumber))
        giveUp("KernelRefused", node + " is not the controller's");
    return fd;
}

class Controller
{
public:
    explicit Controller(const std::string &address)
        : m_fd(openController(address))
    {
        if (!canManage(identify(0x01, 0)))
            giveUp("UnsupportedConfiguration", "the controller has no Virtualization Management");
    }

    Capabilities capabilities()
    {
        const auto read = readCapabilities(identify(0x14, 0));
        if (!read)
            giveUp("KernelRefused", "Primary Controller Capabilities cannot be read");
        return *read;
    }

    std::vector<Secondary> secondaries()
    {
        std::vector<Secondary> all;
        for (unsigned next = 0;;) {
            const auto part = readSecondaries(identify(0x15, next));
            if (!part || (!part->empty() && part->front().controller < next))
                giveUp("KernelRefused", "the Secondary Controller List is broken");
            all.insert(all.end(), part->begin(), part->end());
            // A list that is not full is the last one; the next begins with the first identifier after it.
            if (part->size() < 127 || all.back().controller == 65535)
                return all;
            if (all.size() > mostControllers)
                giveUp("LimitExceeded", "too many secondary controllers");
            next = all.back().controller + 1;
        }
    }

    void assign(const std::vector<Secondary> &wanted)
    {
        const std::vector<Secondary> now = secondaries();
        std::vector<Secondary> changed;
        for (const Secondary &one : wanted) {
            const Secondary *there = nullptr;
            for (const Secondary &other : now)
                if (other.controller == one.controller)
                    there = &other;
            if (!there)
                giveUp("NotFound", "there is no secondary controller " + std::to_string(one.controller));
            if (there->online == one.online && there->queues == one.queues && there->interrupts == one.interrupts)
                continue;
            changed.push_back(one);
            // It gives back all that it had, too.
            manage(one.controller, offline, 0, 0, "offline");
        }
        for (const Secondary &one : changed) {
            if (one.queues)
                manage(one.controller, allot, 0, one.queues, "queues");
            if (one.interrupts)
                manage(one.controller, allot, 1, one.interrupts, "interrupts");
            if (one.online)
                manage(one.controller, online, 0, 0, "online");
        }
    }

private:
    static constexpr unsigned offline = 7;
    static constexpr unsigned allot = 8;
    static constexpr unsigned online = 9;

    Bytes identify(unsigned structure, unsigned controller)
    {
        m_page.fill(0);
        nvme_admin_cmd command{};
        command.opcode = 0x06;
        command.addr = reinterpret_cast<std::uintptr_t>(m_page.data());
        command.data_len = pageSize;
        command.cdw10 = controller << 16 | structure;
        send(command, "Identify");
        return m_page;
    }

    void manage(unsigned controller, unsigned action, unsigned kind, unsigned count, const char *what)
    {
        nvme_admin_cmd command{};
        command.opcode = 0x1c;
        command.cdw10 = controller << 16 | kind << 8 | action;
        command.cdw11 = count;
        send(command,
            "controller " + std::to_string(controller) + ", " + what
                + (count ? ' ' + std::to_string(count) : std::string()));
    }

    void send(nvme_admin_cmd &command, const std::string &what)
    {
        command.timeout_ms = commandMs;
        const int status = ioctl(m_fd, NVME_IOCTL_ADMIN_CMD, &command);
        if (status < 0)
            giveUpAt(what, errno);
        if (status == 0)
            return;
        std::array<char, 16> number{};
        std::snprintf(number.data(), number.size(), "0x%03x", unsigned(status) & 0x7ffU);
        giveUp("KernelRefused", what + ": " + meaning(unsigned(status) & 0x7ffU) + " (status " + number.data() + ')');
    }

    static const char *meaning(unsigned status)
    {
        switch (status) {
        case 0x11f: return "Invalid Controller Identifier";
        case 0x120: return "Invalid Secondary Controller State";
        case 0x121: return "Invalid Number of Controller Resources";
        case 0x122: return "Invalid Resource Identifier";
        default: return "the controller refused it";
        }
    }

    int m_fd;
    alignas(pageSize) std::array<std::uint8_t, pageSize> m_page{};
};

int usage()
{
    static constexpr char text[] = "Usage: laneway-nvme ADDRESS list\n"
                                   "       laneway-nvme ADDRESS assign ID:QUEUES:INTERRUPTS:online|offline...\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc < 3 || argc > 3 + int(mostControllers) || !isAddress(argv[1]))
        return usage();
    const std::string verb = argv[2];
    if (verb == "list" ? argc != 3 : verb != "assign" || argc == 3)
        return usage();
    std::vector<Secondary> wanted;
    for (int i = 3; i < argc; ++i) {
        const auto one = parseWanted(argv[i]);
        if (!one)
            return usage();
        wanted.push_back(*one);
    }
    becomeSmall();
    static Controller controller(argv[1]);
    controller.assign(wanted);
    say(toJson(controller.capabilities(), controller.secondaries()));
}
