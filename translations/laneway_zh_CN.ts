<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>DeviceRow</name>
    <message>
        <source>machine %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (default route)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>a disk and what it is mounted on</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>swap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>boot display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>detached from the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1: bridges only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1: %2 devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without an IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ActivityPanel</name>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed; everything is as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs and their steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::AddHardwareWizard</name>
    <message>
        <source>Add Hardware to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Assign</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DeviceTreeModel</name>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DomainsModel</name>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shutting down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>a machine&apos;s name and its state</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::HardwarePage</name>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sh&amp;ut Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Force Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add Hardware…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host devices of the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the machine at once; unsaved data in it is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked the machine to shut down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device at %1, which the host does not have now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No host devices yet. Add Hardware gives one to this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host does not have this device now. It may have been taken out or moved to another slot; remove it here and add it again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::HostPage</name>
    <message>
        <source>Host devices by IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host shows no PCI devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device to see what stands in its way and what the host would lose.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::KindPage</name>
    <message>
        <source>Kind of Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What shall the machine get?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCI Host Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A graphics card, network card, drive or virtual function of this host</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MainWindow</name>
    <message>
        <source>Host Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import Machine Definition…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add Hardware…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Host Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Laneway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: a simulated host, nothing real is touched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Machine Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libvirt domain XML (*.xml);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PciPage</name>
    <message>
        <source>PCI Host Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdict says what stands in the way and what the host would lose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCI devices of the host by IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also give the machine the rest of the group: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ReviewPage</name>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XML that is added to the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the helper for a plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be done now; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the host loses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back by: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VerdictPanel</name>
    <message>
        <source>Explanation of the selected device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the host loses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken along</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Belongs to the same card</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shows a host&apos;s PCI devices and gives them to virtual machines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to CONNECTION: system, session, sample:NAME or file:CAPTURE (default: system where its helper is installed, else session).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
