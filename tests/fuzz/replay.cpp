// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a fuzz target where libFuzzer is not at hand: every seed as it is, then pieces of seeds cut,
// repeated, mixed and spoilt. The same number gives the same inputs.
//
//   replay COUNT SEED-FILE-OR-DIRECTORY…
#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QList>

#include <cstdint>
#include <cstdio>
#include <random>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace {

constexpr qint64 longestSeed = 64 * 1024;
constexpr qsizetype longestInput = 128 * 1024;

void run(const QByteArray &input)
{
    // A buffer of just this size: a sanitizer sees the first byte read beyond it.
    const std::vector<uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

QList<QByteArray> seedsIn(const QString &path)
{
    QStringList names{path};
    if (const QDir directory(path); QFileInfo(path).isDir()) {
        names.clear();
        const QStringList entries = directory.entryList(QDir::Files, QDir::Name);
        for (const QString &name : entries)
            names.append(directory.filePath(name));
    }
    QList<QByteArray> seeds;
    for (const QString &name : names) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly))
            seeds.append(file.read(longestSeed));
    }
    return seeds;
}

class Mutator
{
public:
    explicit Mutator(const QList<QByteArray> &seeds)
        : m_seeds(seeds)
    {
    }

    QByteArray next()
    {
        QByteArray input = seed();
        for (qsizetype changes = 1 + below(6); changes > 0; --changes)
            change(input);
        input.truncate(longestInput);
        return input;
    }

private:
    qsizetype below(qsizetype limit)
    {
        return limit > 0 ? std::uniform_int_distribution<qsizetype>(0, limit - 1)(m_random) : 0;
    }
    const QByteArray &seed() { return m_seeds[below(m_seeds.size())]; }
    QByteArray piece(const QByteArray &from)
    {
        const qsizetype at = below(from.size());
        return from.mid(at, below(200));
    }
    /// The line about @p at: begin and length.
    static std::pair<qsizetype, qsizetype> lineAt(const QByteArray &input, qsizetype at)
    {
        const qsizetype begin = at > 0 ? input.lastIndexOf('\n', at - 1) + 1 : 0;
        const qsizetype end = input.indexOf('\n', at);
        return {begin, (end < 0 ? input.size() : end + 1) - begin};
    }
    void change(QByteArray &input)
    {
        static const QByteArray tokens[] = {"0", "-1", "ffff", "99999999999999999999", ":", "\n", "\t", "[", "]", " ",
            QByteArray("\0", 1), "\r\n", "\xff\xfe", "...", "+", "-"};
        const qsizetype at = below(input.size());
        const auto [begin, length] = lineAt(input, at);
        switch (below(9)) {
        case 0: // spoil a byte
            if (!input.isEmpty())
                input[at] = char(below(256));
            break;
        case 1: // cut off
            input.truncate(at);
            break;
        case 2: // take a piece out
            input.remove(at, below(200));
            break;
        case 3: // a piece of another
            input.insert(at, piece(seed()));
            break;
        case 4: // what readers stumble over
            input.insert(at, tokens[below(std::size(tokens))]);
            break;
        case 5: // a line twice
            input.insert(begin, input.mid(begin, length));
            break;
        case 6: // a line less
            input.remove(begin, length);
            break;
        case 7: { // a line of another
            const QByteArray &other = seed();
            const auto [from, size] = lineAt(other, below(other.size()));
            input.insert(begin, other.mid(from, size));
            break;
        }
        default: // a digit
            for (qsizetype i = at; i < input.size(); ++i)
                if (input[i] >= '0' && input[i] <= '9') {
                    input[i] = char('0' + below(10));
                    break;
                }
        }
    }

    const QList<QByteArray> &m_seeds;
    std::mt19937 m_random{20'26};
};

} // namespace

int main(int argc, char *argv[])
{
    QList<QByteArray> seeds;
    for (int i = 2; i < argc; ++i)
        seeds += seedsIn(QString::fromLocal8Bit(argv[i]));
    const int count = argc > 1 ? atoi(argv[1]) : 0;
    if (seeds.isEmpty() || count < 1) {
        std::fputs("usage: replay COUNT SEED-FILE-OR-DIRECTORY...\n", stderr);
        return 2;
    }
    for (const QByteArray &seed : seeds)
        run(seed);
    Mutator mutator(seeds);
    for (int i = 0; i < count; ++i)
        run(mutator.next());
    std::printf("%lld seeds, %d inputs made of them\n", static_cast<long long>(seeds.size()), count);
}
